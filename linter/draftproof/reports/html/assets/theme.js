// Light or dark: as the system says, until somebody presses the button. The choice is kept where the browser allows it.
const theme = {
  button: document.getElementById("theme"),
  key: "draftproof-theme",
  start() {
    let kept = null;
    try { kept = localStorage.getItem(this.key); } catch { /* a browser may refuse to keep anything */ }
    this.set(kept === "dark" || kept === "light" ? kept : null);
    this.button.hidden = false;
    this.button.addEventListener("click", () => {
      const chosen = this.dark() ? "light" : "dark";
      this.set(chosen);
      try { localStorage.setItem(this.key, chosen); } catch { /* then it holds for this visit */ }
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.tell());
  },
  dark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  },
  set(chosen) {
    if (chosen) document.documentElement.dataset.theme = chosen;
    this.tell();
  },
  tell() {
    this.button.textContent = this.dark() ? "Light theme" : "Dark theme";
  },
};
