type Attribute = string | number | boolean | undefined | ((event: Event) => void);
export type Child = Node | string | false | undefined;

/**
 * An element. Text becomes text nodes only: nothing that a person wrote is ever read as markup. A function is a listener of the
 * event that its attribute names (`click`), `true` an empty attribute.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** Without `replaceChildren`, which telephones of before 2020 lack. */
export function replace(parent: Element, ...children: readonly Child[]): void {
  parent.textContent = "";
  parent.append(...children.filter((child) => child !== undefined && child !== false));
}

/** `{name}` replaced by a child; each is isolated from the direction of the text around it. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const piece of text.split(/(\{[a-z]+\})/)) {
    const name = /^\{([a-z]+)\}$/.exec(piece)?.[1];
    const value = name === undefined ? undefined : values[name];
    fragment.append(value === undefined ? piece : el("bdi", {}, String(value)));
  }
  return fragment;
}
