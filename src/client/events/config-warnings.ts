/** Tells of values that were accepted but do not do all that they would in Java, as process warnings: nobody listens to a client yet. */
export function warnAboutConfig(warnings: readonly string[]): void {
  for (const warning of warnings) process.emitWarning(warning, 'KafkaConfigWarning');
}
