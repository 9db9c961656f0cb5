/** jest globalTeardown of the integration project. */
import './global-setup';

export default async function teardown(): Promise<void> {
  await globalThis.kafkaNapiSharedCluster?.stop();
}
