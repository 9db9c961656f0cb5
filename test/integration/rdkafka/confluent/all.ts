import * as administering from './administering';
import * as consuming from './consuming';
import * as groups from './groups';
import * as offline from './offline';
import * as producing from './producing';

export const programs = { ...offline, ...producing, ...consuming, ...groups, ...administering };
