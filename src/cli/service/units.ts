export interface Service {
  name: string;
  /** Arguments of kafka-napi. */
  args: readonly string[];
  user: string | undefined;
  node: string;
  script: string;
  environment: readonly [string, string][];
}

/** Kafka moves its leaders and closes its log. A client delivers its records. */
const STOP_SECONDS = 60;

const isPlain = (word: string): boolean => /^[\w@%+=:,./-]+$/.test(word);

/** A word of supervisord's command, which has shell-like quotes and expansions that begin with %. */
function supervisordWord(word: string): string {
  const doubled = word.replaceAll('%', '%%');
  return isPlain(word) ? doubled : `"${doubled.replace(/["\\]/g, '\\$&')}"`;
}

export function supervisordUnit({ name, args, user, node, script, environment }: Service): string {
  const command = [node, script, ...args].map(supervisordWord).join(' ');
  const variables = environment.map(([key, value]) => `${key}="${value.replaceAll('%', '%%').replaceAll('"', '\\"')}"`);
  return `; kafka-napi service print supervisord
[program:${name}]
command=${command}
environment=${variables.join(',')}
${user === undefined ? '' : `user=${user}\n`}autostart=true
autorestart=unexpected
exitcodes=0
startsecs=5
startretries=10
stopsignal=TERM
stopwaitsecs=${STOP_SECONDS}
stdout_logfile=/var/log/supervisor/%(program_name)s.out.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=5
stderr_logfile=/var/log/supervisor/%(program_name)s.err.log
stderr_logfile_maxbytes=10MB
stderr_logfile_backups=5
`;
}

/** systemd has C-like quotes. % and $ begin expansions. */
function systemdWord(word: string): string {
  const doubled = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return isPlain(word) ? doubled : `"${doubled.replace(/["\\]/g, '\\$&')}"`;
}

export function systemdUnit({ name, args, user, node, script, environment }: Service): string {
  const command = [node, script, ...args].map(systemdWord).join(' ');
  const variables = environment.map(
    ([key, value]) => `Environment="${key}=${value.replaceAll('%', '%%').replace(/["\\]/g, '\\$&')}"\n`,
  );
  return `# kafka-napi service print systemd
[Unit]
Description=${name}
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
ExecStart=${command}
${variables.join('')}${user === undefined ? '' : `User=${user}\n`}Restart=on-failure
RestartSec=2
KillSignal=SIGTERM
KillMode=mixed
TimeoutStopSec=${STOP_SECONDS}
SuccessExitStatus=0 143
LimitNOFILE=65536

[Install]
WantedBy=multi-user.target
`;
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function launchdUnit({ name, args, node, script, environment }: Service): string {
  const words = [node, script, ...args].map((word) => `    <string>${xml(word)}</string>\n`).join('');
  const variables = environment.map(([key, value]) => `    <key>${key}</key><string>${xml(value)}</string>\n`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- kafka-napi service print launchd -->
<plist version="1.0">
<dict>
  <key>Label</key><string>${name}</string>
  <key>ProgramArguments</key>
  <array>
${words}  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables}  </dict>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ExitTimeOut</key><integer>${STOP_SECONDS}</integer>
  <key>StandardOutPath</key><string>/tmp/${name}.out.log</string>
  <key>StandardErrorPath</key><string>/tmp/${name}.err.log</string>
</dict>
</plist>
`;
}

/** The broker uses Kafka's own image. Any other command runs this package on a slim Node image. */
export function composeFile({ name, args }: Service): string {
  if (args[0] === 'broker') {
    return `# kafka-napi service print docker-compose
services:
  ${name}:
    image: apache/kafka:4.3.1
    restart: on-failure
    stop_signal: SIGTERM
    stop_grace_period: ${STOP_SECONDS}s
    ports: ["127.0.0.1:9092:9092"]
    volumes: ["${name}-data:/var/lib/kafka/data"]
    environment:
      KAFKA_NODE_ID: 1
      KAFKA_PROCESS_ROLES: broker,controller
      KAFKA_LISTENERS: PLAINTEXT://:9092,CONTROLLER://:9093
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://localhost:9092
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
      KAFKA_CONTROLLER_LISTENER_NAMES: CONTROLLER
      KAFKA_CONTROLLER_QUORUM_VOTERS: 1@localhost:9093
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1
      KAFKA_LOG_DIRS: /var/lib/kafka/data
    logging: { driver: json-file, options: { max-size: 10m, max-file: "5" } }
volumes:
  ${name}-data: {}
`;
  }
  return `# kafka-napi service print docker-compose
services:
  ${name}:
    image: node:22-bookworm-slim
    command: ${JSON.stringify(['npx', '--yes', 'kafka-napi', ...args])}
    restart: on-failure
    init: true
    stop_signal: SIGTERM
    stop_grace_period: ${STOP_SECONDS}s
    environment:
      KAFKA_BOOTSTRAP_SERVERS: \${KAFKA_BOOTSTRAP_SERVERS:?}
    pids_limit: 200
    mem_limit: 512m
    logging: { driver: json-file, options: { max-size: 10m, max-file: "5" } }
`;
}
