// An empty Node program: shows the memory of the runtime itself.
process.stdout.write(
  `${JSON.stringify({ messages: 0, bytes: 0, seconds: 0, cpu: 0, rssKb: process.resourceUsage().maxRSS, checksum: 0, errors: 0 })}\n`,
);
