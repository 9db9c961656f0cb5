import type { ClientView } from '../../../shared/admin-api';
import { useKeys } from '../../state/keys';
import { bytes, grouped } from '../../format/number';
import { duration } from '../../format/time';
import { call, faultOf, segment } from '../../net/http';
import { useResource } from '../../net/resource';
import { session, signOut } from '../../net/session';
import { notify } from '../../parts/notices';
import { FaultBox, Loaded } from '../../parts/states';
import { Num, Sign, Text, Time } from '../../parts/values';
import { fill, t } from '../../texts';

/** This program itself: what it runs and what it uses. */
export function Client() {
  const client = useResource<ClientView>('/client', 5000);
  useKeys({ r: client.refresh });
  const leave = (): void => {
    signOut().catch((error: unknown) => notify(faultOf(error).message));
  };
  return (
    <div class="page">
      <div class="page-head">
        <h1>{t.nav.client}</h1>
        <span class="facts">{fill(t.client.version, { version: session.value?.version ?? '' })}</span>
        <span class="grow" />
        <button type="button" onClick={leave}>
          {t.client.signOut}
        </button>
      </div>
      <Loaded of={client}>
        {(view) => (
          <>
            <ProcessFacts view={view} />
            <Scans view={view} onStopped={client.refresh} />
            <Clients view={view} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function ProcessFacts({ view }: { view: ClientView }) {
  const { rss, heapUsed, uptimeMs, node, librdkafka } = view.process;
  const facts: [string, string][] = [
    [t.client.memory, fill(t.client.heap, { rss: bytes(rss), heap: bytes(heapUsed) })],
    [t.client.uptime, duration(uptimeMs)],
    ['Node.js', node],
    ['librdkafka', librdkafka],
    [t.client.sessions, String(view.sessions)],
    [t.client.broker, session.value?.bootstrap ?? ''],
    [t.client.cluster, session.value?.clusterId ?? '–'],
  ];
  return (
    <dl class="facts-list">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd class="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Scans({ view, onStopped }: { view: ClientView; onStopped: () => void }) {
  const stop = (scanId: string): void => {
    call('DELETE', `/scans/${segment(scanId)}`).then(onStopped, (error: unknown) => notify(faultOf(error).message));
  };
  return (
    <section>
      <h2>{t.client.scans}</h2>
      {view.scans.length === 0 ? (
        <p class="muted">{t.client.noScans}</p>
      ) : (
        <table class="table">
          <tbody>
            {view.scans.map((scan) => (
              <tr>
                <td>{scan.kind}</td>
                <td>
                  <Text text={scan.topic ?? '–'} />
                </td>
                <td>
                  <Sign kind={scan.state === 'running' ? 'ok' : 'muted'}>{scan.state}</Sign>
                </td>
                <td>
                  <Time ms={scan.startedAt} digits="s" />
                </td>
                <td class="end">
                  <button type="button" onClick={() => stop(scan.scanId)}>
                    {t.action.stop}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Clients({ view }: { view: ClientView }) {
  return (
    <>
      {view.clients.map(({ name, state, metrics, lastFault }) => (
        <section>
          <h2>
            {name} <span class="muted">{state}</span>
          </h2>
          {lastFault !== null && (
            <>
              <p class="muted">
                {t.client.lastFault} <Time ms={lastFault.at} digits="s" />
              </p>
              <FaultBox fault={lastFault.fault} />
            </>
          )}
          {Object.keys(metrics).length > 0 && (
            <dl class="facts-list">
              {Object.entries(metrics).map(([metric, value]) => (
                <div>
                  <dt>{metric}</dt>
                  <dd class="mono">{Number.isInteger(value) ? <Num value={value} /> : grouped(value.toFixed(2))}</dd>
                </div>
              ))}
            </dl>
          )}
        </section>
      ))}
    </>
  );
}
