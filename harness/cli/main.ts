import '../require-node.mjs';
import { enableCompileCache } from 'node:module';
import { Command, Option } from 'commander';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { execCommand } from './commands/exec.ts';
import { explainCommand } from './commands/explain.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { userDataCommand } from './commands/user-data.ts';
import { EXIT_CODES } from './exit-code.ts';
import { endQuietlyWithoutReader } from './output.ts';
import { packageVersion } from './package-version.ts';
import { reportError } from './report-error.ts';

// The AWS SDK is most of what a command loads: from the second run on it is there in half the time.
enableCompileCache();

/** Understood before the name of a command and behind it. */
const DEBUG_OPTION = ['--debug', 'show where an error came from (also: DEBUG=1)'] as const;

const program = new Command('nlb-harness')
  .description('Integration tests for UDP services behind an AWS Network Load Balancer, offline.')
  .version(packageVersion())
  .option(...DEBUG_OPTION)
  // So that what stands behind -- reaches the command that it is meant for.
  .enablePositionalOptions()
  .helpOption('-h, --help', 'show this help')
  .helpCommand('help [command]', 'show the help of a command')
  .showHelpAfterError('Run with --help to see what there is.')
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 done, 1 a scenario failed, 2 wrong usage or a missing requirement.');

for (const create of [
  demoCommand,
  serveCommand,
  runCommand,
  explainCommand,
  execCommand,
  doctorCommand,
  userDataCommand,
]) {
  const debug = new Option(...DEBUG_OPTION).hideHelp();
  program.addCommand(create().copyInheritedSettings(program).addOption(debug));
}

endQuietlyWithoutReader();
try {
  if (process.argv.length <= 2) {
    program.outputHelp({ error: true });
    process.exitCode = EXIT_CODES.usage;
  } else {
    await program.parseAsync();
  }
} catch (error) {
  process.exitCode = reportError(error, {
    debug: [program, ...program.commands].some((command) => command.opts().debug === true),
  });
}
