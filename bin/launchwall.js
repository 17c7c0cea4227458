#!/usr/bin/env -S node --max-semi-space-size=4
// The executable. It asks whether this Node is new enough, and hands over to start.js.
//
// Written so that any Node can parse it: an old one must answer with a sentence, not with a SyntaxError. Therefore no
// import statement, no `const`, no arrow, and everything newer in the files that are imported afterwards.
//
// The flag in the first line keeps the young generation small (92 MB flat instead of 139 to 160 in a long watch). Only a
// real flag has an effect, and a process that starts itself again would cost a second start. npm's shims on Windows read
// the first line too and pass the flag on.
(function () {
  var needed = [22, 19];
  var found = process.versions.node.split('.').map(Number);
  if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
    process.stderr.write(
      'launchwall needs Node ' +
        needed.join('.') +
        ' or newer, and this is Node ' +
        process.versions.node +
        '.\n' +
        'Install a newer one from https://nodejs.org, or run it with `npm start`, which brings its own.\n',
    );
    process.exitCode = 1;
    return;
  }
  void import('./start.js');
})();
