// Elements are made one by one and text is only ever text: nothing here is parsed as HTML.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return element;
}

// A sentence, with what it has in backticks as code.
function sentence(text) {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 ? make("code", null, part) : part));
}

function counted(number, noun) {
  const plural = noun === "advice" ? noun : `${noun}s`;
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

function block(id) {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : null;
}
