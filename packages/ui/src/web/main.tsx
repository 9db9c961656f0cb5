import { render } from 'preact';

import { App } from './app/app';
import { startKeys } from './state/keys';
import { startTheme } from './state/theme';
import { loadAhead } from './chunks/later';
import { startSession } from './net/session';
import { startRouter } from './route/router';

startTheme();
startRouter();
startKeys();
void startSession();
render(<App />, document.getElementById('app')!);
loadAhead();
