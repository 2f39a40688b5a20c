import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/forms.css';
import './styles/views.css';
import './styles/workbench.css';
import '@preact/signals';
import { render } from 'preact';
import { Problem } from './api/client.ts';
import { App } from './app/app.tsx';
import { keepFocus } from './app/focus.ts';
import { followLinks } from './app/router.ts';
import { readSession } from './app/session.ts';
import { language, speak } from './app/words.ts';

async function start(): Promise<void> {
  followLinks();
  keepFocus();
  const session = readSession().catch((error: unknown) => {
    // The page says that the server is away, and reads who is signed in when it is back.
    if (!(error instanceof Problem)) throw error;
  });
  await speak(language.peek());
  await session;
  const root = document.getElementById('app');
  if (root) render(<App />, root);
}

void start();
