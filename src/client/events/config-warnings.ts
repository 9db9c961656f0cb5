/**
 * Reports accepted values that do not do everything that they do in Java. As process warnings, because the client has
 * no listeners yet.
 */
export function warnAboutConfig(warnings: readonly string[]): void {
  for (const warning of warnings) process.emitWarning(warning, 'KafkaConfigWarning');
}
