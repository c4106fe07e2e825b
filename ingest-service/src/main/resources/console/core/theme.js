// Light or dark: as the system has it, or as the person chose.
const STORED = 'patchline-theme';
const ORDER = ['system', 'light', 'dark'];

export const theme = {
  get now() {
    const stored = localStorage.getItem(STORED);
    return ORDER.includes(stored) ? stored : 'system';
  },
  next() {
    localStorage.setItem(STORED, ORDER[(ORDER.indexOf(this.now) + 1) % ORDER.length]);
    this.apply();
  },
  apply() {
    if (this.now === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = this.now;
    }
  },
};
