import { segment } from '../../net/http';
import { fill, t } from '../../texts';
import { Configs } from '../configs/configs';

/** The settings of one broker. */
export function Broker({ broker }: Record<string, string>) {
  return (
    <div class="page fill">
      <div class="page-head">
        <h1>{fill(t.overview.broker, { id: broker! })}</h1>
      </div>
      <Configs path={`/brokers/${segment(broker!)}/configs`} />
    </div>
  );
}
