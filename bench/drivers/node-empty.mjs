// An empty Node: what its runtime alone takes.
process.stdout.write(
  `${JSON.stringify({ messages: 0, bytes: 0, seconds: 0, cpu: 0, rssKb: process.resourceUsage().maxRSS, checksum: 0, errors: 0 })}\n`,
);
