// Every page once, in the dark at 320 pixels, where most goes wrong: axe finds nothing, nothing is too wide. Quick enough for the suite (ConsoleBrowserIT); leaves no pictures.
import { look } from './pages.mjs';

export const check = (site, browser) => look(site, browser, [{ scheme: 'dark', width: 320, height: 800 }]);
