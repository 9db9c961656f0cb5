import type { Command } from 'commander';
import { Exit } from '../exit';
import { setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { type CommonOptions, withCommonOptions } from '../options';
import { runCommand } from '../run';

interface DoctorOptions extends CommonOptions {
  json?: boolean;
  timeout: string;
  apiVersions?: boolean;
}

export function register(program: Command): void {
  withCommonOptions(
    program.command('doctor').description('find problems: versions, the addon, the brokers, limits of this machine'),
  )
    .option('-J, --json', 'as one line of JSON')
    .option('--timeout <ms>', 'how long to wait for a broker', '5000')
    .option('--api-versions', 'list every request that the brokers know, with versions')
    .addHelpText(
      'after',
      `
Nothing secret is printed: the output can go into an issue. Status 1 where something is wrong.

  kafka-napi doctor
  kafka-napi doctor -F client.properties -J`,
    )
    .action((options: DoctorOptions) =>
      runCommand(async () => {
        setQuiet(true);
        // Must work even if the addon cannot be loaded, because the doctor explains that.
        const { examine, asText } = require('../doctor/examine') as typeof import('../doctor/examine');
        const report = await examine(options, Number(options.timeout), options.apiVersions === true);
        const out = new DataOutput();
        if (options.json) out.line(JSON.stringify(report));
        else out.text(asText(report));
        return (await out.finish()) || (report.problems.length > 0 ? Exit.FAILED : Exit.DONE);
      }),
    );
}
