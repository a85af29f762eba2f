// The findings that fit, a page of them at a time. Each is a link: its address is the way to it.
const PAGE = 50;

const list = {
  pane: document.getElementById("list"),

  draw(view) {
    const first = view.page * PAGE;
    const rows = view.shown.slice(first, first + PAGE);
    const groups = [];
    for (const finding of rows) {
      if (groups.at(-1)?.title !== finding.path) groups.push({ title: finding.path, rows: [] });
      groups.at(-1).rows.push(finding);
    }
    this.pane.replaceChildren(...groups.flatMap((group) => [
      make("h3", null, group.title),
      make("ul", null, group.rows.map((finding) => make("li", null, this.row(view, finding)))),
    ]), ...(view.shown.length > PAGE ? [this.pager(view)] : []));
  },

  row(view, finding) {
    const current = view.current === finding;
    return make("a", { class: "row", href: hashOf({ ...view.state, finding: finding.id }), "aria-current": current ? "true" : null, "data-id": finding.id },
      make("span", { class: `badge ${finding.severity}` }, finding.severity), " ",
      make("span", { class: "message" }, sentence(finding.message)), " ",
      make("span", { class: "quiet" }, finding.rule.code, " \u00b7 ", finding.where, finding.fix && finding.fix.kind !== "display" ? " \u00b7 fix" : ""));
  },

  pager(view) {
    const pages = Math.ceil(view.shown.length / PAGE);
    const step = (text, to) => {
      const button = make("button", { type: "button", "aria-disabled": to >= 0 && to < pages ? null : "true" }, text);
      button.addEventListener("click", () => { if (to >= 0 && to < pages) view.turn(to, text); });
      return button;
    };
    return make("nav", { class: "pager", "aria-label": "Pages of the list" },
      step("Previous page", view.page - 1), make("span", null, `Page ${view.page + 1} of ${pages}`), step("Next page", view.page + 1));
  },

  links() {
    return [...this.pane.querySelectorAll("a.row")];
  },

  mark(finding) {
    for (const link of this.links()) {
      if (finding && link.dataset.id === finding.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },

  focus(finding) {
    const links = this.links();
    (links.find((link) => link.dataset.id === finding?.id) ?? links[0])?.focus();
  },

  // Arrows go from link to link, as in any list; Tab works as everywhere.
  keys(event) {
    const links = this.links();
    const at = links.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    links[Math.min(Math.max(to, 0), links.length - 1)].focus();
  },
};
