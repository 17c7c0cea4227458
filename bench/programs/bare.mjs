// Bare Node: the unit B is the time from its start to this text on the terminal.
process.stdout.write('bare');
