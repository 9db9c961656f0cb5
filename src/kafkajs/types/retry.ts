export interface RetryOptions {
  maxRetryTime?: number | undefined;
  initialRetryTime?: number | undefined;
  factor?: number | undefined;
  multiplier?: number | undefined;
  retries?: number | undefined;
  restartOnFailure?: ((e: Error) => Promise<boolean>) | undefined;
}
