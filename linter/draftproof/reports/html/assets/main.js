// Puts it together: reads the address, draws, and answers to clicks and keys.
const view = {
  wide: matchMedia("(min-width: 64rem)"),
  page: 0,
  shown: [],
  current: null,
  fields: ["family", "rule", "folder", "confidence", "fix", "sort"],

  start(data) {
    this.findings = new Findings(data);
    this.section = document.getElementById("findings");
    this.state = stateOf(location.hash);
    this.offer(data);
    this.section.hidden = false;
    this.fill();
    this.apply();
    this.listen();
    if (this.state.finding && this.current) {
      this.section.scrollIntoView();
      detail.focus();
    }
  },

  // The choices of every list, with how many findings each stands for.
  offer(data) {
    const count = (key) => {
      const counts = new Map();
      for (const finding of this.findings.all) counts.set(key(finding), (counts.get(key(finding)) ?? 0) + 1);
      return counts;
    };
    const options = (id, any, counts, label = (value) => value) => {
      const sorted = [...counts.keys()].sort();
      document.getElementById(id).replaceChildren(make("option", { value: "" }, any),
        ...sorted.map((value) => make("option", { value }, `${label(value)} (${counts.get(value).toLocaleString("en")})`)));
    };
    const names = new Map(data.rules.map((rule) => [rule.code, rule.name]));
    options("family", "Every family", count((finding) => finding.rule.family));
    options("rule", "Every rule", count((finding) => finding.rule.code), (code) => `${code} ${names.get(code)}`);
    options("folder", "Every folder", count((finding) => finding.folder));
    options("confidence", "Any confidence", count((finding) => finding.confidence));
    const fixes = { "": "With and without", any: "With a fix", safe: "With a safe fix", display: "With a suggestion", none: "Neither" };
    const sorts = { "": "Errors first", document: "By document" };
    for (const [id, choices] of [["fix", fixes], ["sort", sorts]]) {
      document.getElementById(id).replaceChildren(...Object.entries(choices).map(([value, text]) => make("option", { value }, text)));
    }
    const severities = count((finding) => finding.severity);
    document.getElementById("severities").replaceChildren(...data.severities.map((name) =>
      make("label", { class: name }, make("input", { type: "checkbox", name: "severity", value: name }), ` ${name} `,
        make("span", { class: "quiet" }, (severities.get(name) ?? 0).toLocaleString("en")))));
  },

  boxes() {
    return [...document.querySelectorAll("#severities input")];
  },

  // The controls say what is chosen.
  fill() {
    document.getElementById("q").value = this.state.q;
    for (const name of this.fields) document.getElementById(name).value = this.state[name];
    const only = document.getElementById("document");
    only.hidden = !this.state.document;
    only.replaceChildren("Only ", make("span", { class: "path" }, this.state.document), make("span", { class: "unseen" }, ": show every document"), " \u00d7");
    const chosen = this.state.severity ? this.state.severity.split(",") : null;
    for (const box of this.boxes()) box.checked = !chosen || chosen.includes(box.value);
  },

  read() {
    const checked = this.boxes().filter((box) => box.checked).map((box) => box.value);
    const all = checked.length === this.boxes().length;
    const state = { ...this.state, q: document.getElementById("q").value.trim(), severity: all ? "" : checked.join(",") || "none" };
    for (const name of this.fields) state[name] = document.getElementById(name).value;
    return state;
  },

  apply() {
    this.shown = this.findings.chosen(this.state);
    const asked = this.findings.byId.get(this.state.finding) ?? null;
    this.current = asked ?? (this.wide.matches ? this.shown[0] ?? null : null);
    this.page = Math.max(0, Math.floor(this.shown.indexOf(this.current) / PAGE));
    this.draw();
  },

  draw() {
    list.draw(this);
    detail.show(this, this.current, this.shown.indexOf(this.current));
    this.section.classList.toggle("opened", Boolean(this.state.finding && this.current));
    this.say();
  },

  say(after = "") {
    const all = this.findings.all.length;
    const found = this.shown.length === all ? counted(all, "finding") : `${this.shown.length.toLocaleString("en")} of ${counted(all, "finding")}`;
    const first = this.page * PAGE;
    const range = this.shown.length > PAGE ? `, ${first + 1} to ${Math.min(first + PAGE, this.shown.length)} shown` : "";
    document.getElementById("count").textContent = found + range + after;
  },

  keep() {
    try { history.replaceState(null, "", hashOf(this.state)); } catch { /* the view holds, only its address is old */ }
  },

  // A control was changed: the finding that was open stays only where it still fits.
  changed() {
    this.state = this.read();
    const asked = this.findings.byId.get(this.state.finding);
    if (asked && !this.findings.chosen(this.state).includes(asked)) this.state.finding = "";
    this.apply();
    this.keep();
  },

  // Other filters, the same finding.
  reset(state) {
    this.state = { ...state, finding: this.state.finding };
    this.fill();
    this.apply();
    this.keep();
  },

  open(id, button) {
    this.state.finding = id;
    this.keep();
    this.apply();
    const again = [...detail.pane.querySelectorAll("button")].find((each) => each.textContent === button);
    again?.focus({ preventScroll: true });
    detail.pane.scrollTop = 0;
    this.say(`. ${this.current.severity} ${this.current.rule.code}, ${this.current.path}, ${this.current.where}`);
  },

  close() {
    const { current } = this;
    this.state.finding = "";
    this.keep();
    this.section.classList.remove("opened");
    list.focus(current);
  },

  turn(page, button) {
    this.page = page;
    list.draw(this);
    this.say();
    [...list.pane.querySelectorAll("button")].find((each) => each.textContent === button)?.focus({ preventScroll: true });
    list.pane.scrollIntoView({ block: "nearest" });
    list.pane.scrollTop = 0;
  },

  // The address was changed: by a link, by the browser's history, by hand.
  moved() {
    if (!choosesAnything(location.hash)) return;
    const before = this.state;
    this.state = stateOf(location.hash);
    const { finding: _, ...filters } = this.state;
    const same = Object.keys(filters).every((name) => filters[name] === before[name]);
    const page = this.page;
    this.fill();
    if (same && this.state.finding && this.findings.byId.has(this.state.finding)) {
      this.current = this.findings.byId.get(this.state.finding);
      const at = this.shown.indexOf(this.current);
      this.page = at < 0 ? page : Math.floor(at / PAGE);
      if (this.page === page) {
        list.mark(this.current);
        detail.show(this, this.current, at);
        this.section.classList.add("opened");
      } else this.draw();
    } else this.apply();
    if (this.state.finding) {
      detail.pane.scrollTop = 0;
      detail.focus();
    } else {
      this.section.scrollIntoView();
      document.getElementById("findings-title").focus({ preventScroll: true });
    }
  },

  listen() {
    const form = document.getElementById("filters");
    let waiting = 0;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => { if (event.target.id !== "q") this.changed(); });
    document.getElementById("q").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.changed(), 120);
    });
    document.getElementById("clear").addEventListener("click", () => this.reset(stateOf("")));
    document.getElementById("document").addEventListener("click", () => {
      this.reset({ ...this.state, document: "" });
      document.getElementById("q").focus();
    });
    list.pane.addEventListener("keydown", (event) => list.keys(event));
    detail.pane.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    this.wide.addEventListener("change", () => this.apply());
    addEventListener("hashchange", () => this.moved());
    addEventListener("beforeprint", () => paper.make(this));
    addEventListener("afterprint", () => paper.remove());
  },
};

theme.start();
const given = block("data");
if (given) view.start(given);
