import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import './theme.css';
import './layout.css';
import './features/heart/heart.css';
import './features/import/import.css';
import './features/live/live.css';
import './features/palette/palette.css';
import './features/settings/settings.css';
import './features/tour/tour.css';
import './features/worklist/worklist.css';
import { startDesk } from './state/startDesk.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
startDesk();
