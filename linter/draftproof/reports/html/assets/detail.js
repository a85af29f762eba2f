// One finding in full: what is wrong, where, what to do, and what the rule says of itself.
const detail = {
  pane: document.getElementById("detail"),
  everything: false,

  show(view, finding, position) {
    this.everything &&= this.finding?.text === finding?.text;
    this.view = view;
    this.finding = finding;
    if (!finding) {
      this.pane.replaceChildren(make("h3", { id: "detail-title", tabindex: "-1" }, "Nothing chosen"),
        make("p", { class: "quiet" }, "No finding fits the filters."));
      return;
    }
    this.pane.replaceChildren(
      this.bar(view, position),
      make("h3", { id: "detail-title", tabindex: "-1" }, sentence(finding.message)),
      this.facts(finding),
      make("div", { id: "source" }),
      ...this.advice(finding),
      ...this.rule(finding));
    this.drawSource();
  },

  bar(view, position) {
    const step = (text, to) => {
      const button = make("button", { type: "button", "aria-disabled": to ? null : "true" }, text);
      button.addEventListener("click", () => { if (to) view.open(to.id, text); });
      return button;
    };
    const back = make("button", { type: "button", class: "back" }, "Back to the list");
    back.addEventListener("click", () => view.close());
    const link = make("a", { class: "permalink", href: hashOf({ finding: this.finding.id }) }, "Permalink");
    return make("div", { class: "bar-of-detail" }, back,
      make("span", { class: "steps" }, step("Previous", view.shown[position - 1]), step("Next", view.shown[position + 1])),
      position >= 0 && make("span", { class: "quiet" }, `${(position + 1).toLocaleString("en")} of ${view.shown.length.toLocaleString("en")}`),
      link);
  },

  facts(finding) {
    const { rule } = finding;
    return make("p", { class: "facts" },
      make("span", { class: `badge ${finding.severity}` }, finding.severity), " ",
      make("span", null, rule.code, " ", rule.name), " ",
      make("span", { class: "quiet" }, `${finding.confidence} confidence`),
      make("br"),
      make("span", { class: "path" }, finding.path), " ", make("span", { class: "quiet" }, finding.where),
      finding.headings && make("span", { class: "quiet headings" }, `under ${finding.headings}`));
  },

  drawSource() {
    const { finding, view, everything } = this;
    const holder = document.getElementById("source");
    const here = finding.text ? view.findings.byText.get(finding.text) : [finding];
    const state = { ...view.state };
    const near = linesOf(finding, false).length;
    const all = linesOf(finding, true).length;
    if (!all) {
      holder.replaceChildren();
      return;
    }
    const source = sourceView(finding, here, state, everything);
    const whole = textOf(finding).whole ? "the whole text" : "every part with findings";
    const button = make("button", { type: "button", id: "whole", "aria-expanded": String(everything) },
      everything ? "Show only the lines around" : `Show ${whole} (${counted(all, "line")})`);
    button.addEventListener("click", () => {
      this.everything = !this.everything;
      this.drawSource();
      document.getElementById("whole")?.focus({ preventScroll: true });
    });
    holder.replaceChildren(source, ...(all > near || everything ? [button] : []));
    const mark = source.querySelector(".hit");
    if (everything && mark) source.scrollTop = mark.offsetTop - source.clientHeight / 3;
    const inner = source.querySelector("mark");
    if (inner && inner.offsetLeft > source.clientWidth) source.scrollLeft = inner.offsetLeft - source.clientWidth / 3;
  },

  advice(finding) {
    const parts = [];
    if (finding.help) parts.push(make("h4", null, "What to do"), make("p", null, sentence(finding.help)));
    if (finding.fix) parts.push(...this.fix(finding.fix));
    if (finding.notes.length) parts.push(make("h4", null, "Notes"), make("ul", null, finding.notes.map((note) => make("li", null, sentence(note)))));
    return parts;
  },

  fix(fix) {
    const titles = {
      safe: ["Safe fix", "`draftproof check --fix` writes it."],
      unsafe: ["Fix to look at", "`draftproof check --fix --unsafe-fixes` writes it; look at it then."],
      display: ["Suggested wording", "It is not written for you."],
    };
    const [title, note] = titles[fix.kind];
    const lines = fix.changes.flatMap(([first, before, after]) => [
      ...before.map((text, index) => this.change("-", first + index, text, "without")),
      ...after.map((text, index) => this.change("+", first + index, text, "with")),
    ]);
    return [make("h4", null, title), make("div", { class: "source fix", role: "region", "aria-label": title, tabindex: "0" }, make("div", { class: "lines" }, lines)),
      make("p", { class: "quiet" }, sentence(note))];
  },

  change(sign, number, text, said) {
    return make("div", { class: sign === "+" ? "line added" : "line removed" },
      make("span", { class: "no" }, String(number)),
      make("span", { class: "sign", "aria-hidden": "true" }, sign), make("span", { class: "unseen" }, `${said} it: `),
      make("code", null, text));
  },

  rule(finding) {
    const { rule } = finding;
    const page = [...document.querySelectorAll("template[data-code]")].find((each) => each.dataset.code === rule.code);
    const parts = [make("h4", null, `About ${rule.code} ${rule.name}`)];
    if (rule.summary) parts.push(make("p", null, sentence(rule.summary)));
    if (page) parts.push(make("details", { class: "rule-page" }, make("summary", null, "What the rule says of itself"), page.content.cloneNode(true)));
    if (rule.url) parts.push(make("p", null, make("a", { href: rule.url, rel: "noopener noreferrer" }, "The rule's page, on the web")));
    return parts;
  },

  focus() {
    if (!view.wide.matches) this.pane.scrollIntoView();
    document.getElementById("detail-title").focus({ preventScroll: true });
  },
};
