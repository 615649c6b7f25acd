// Light, dark, or as the system says.

const KEY = "gortms-theme";
const NEXT = { system: "light", light: "dark", dark: "system" };

/** Makes a button switch the theme. */
export function themeSwitch(button) {
  show(button, localStorage.getItem(KEY) ?? "system");
  button.addEventListener("click", () => {
    const theme = NEXT[document.documentElement.dataset.theme];
    localStorage.setItem(KEY, theme);
    show(button, theme);
  });
}

function show(button, theme) {
  document.documentElement.dataset.theme = theme;
  button.textContent = `Theme: ${theme}`;
}
