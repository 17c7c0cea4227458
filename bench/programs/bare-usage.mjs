// What bare Node has used once it runs: memory in bytes, CPU in milliseconds.
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ memory: process.memoryUsage.rss(), cpu: (user + system) / 1_000 }));
