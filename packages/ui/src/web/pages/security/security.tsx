import { place, setQuery } from '../../route/router';
import { t } from '../../texts';
import { Acls } from './acls';
import { Users } from './users';

const names = { acls: t.security.acls, users: t.security.users };

/** Who may do what, and who has a password. */
export function Security() {
  const tab = place.value.query.get('tab') === 'users' ? 'users' : 'acls';
  return (
    <div class="page fill">
      <div class="page-head">
        <h1>{t.nav.security}</h1>
        <span class="grow" />
        <nav class="tabs" aria-label={t.nav.security}>
          {(['acls', 'users'] as const).map((name) => (
            <button
              type="button"
              aria-current={name === tab ? 'page' : undefined}
              onClick={() => setQuery({ tab: name === 'users' ? name : null, q: null })}
            >
              {names[name]}
            </button>
          ))}
        </nav>
      </div>
      {tab === 'acls' ? <Acls /> : <Users />}
    </div>
  );
}
