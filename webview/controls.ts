import {
    provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodePanels, vsCodePanelTab, vsCodePanelView, vsCodeTextField
} from "@vscode/webview-ui-toolkit";
import {setAttribute, setText} from "./dom.js";

// The toolkit is no longer maintained. Nothing else of the panel knows that the controls come from it, which lint sees to, but for styles/controls.css.
provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodePanels(), vsCodePanelTab(), vsCodePanelView(), vsCodeTextField());

/** What is used of the toolkit's elements. */
type Button = HTMLElement & {appearance: string; disabled: boolean};
type Checkbox = HTMLElement & {checked: boolean};
type TextField = HTMLElement & {value: string; placeholder: string};
type Dropdown = HTMLElement & {value: string};
type Panels = HTMLElement & {activeid: string};

/** Whether somebody writes or chooses there, so that keys are not the panel's. */
export function isField(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest("input, vscode-text-field, vscode-dropdown, dialog") !== null;
}

/** Whether that is a button or within one, which takes some keys for its own. */
export function isButton(target: EventTarget | null): boolean {
    return target instanceof Element && target.closest("button, vscode-button") !== null;
}

export interface ButtonControl {
    readonly element: HTMLElement;
    /** @param why what it does, in more words */
    readonly show: (label: string, enabled: boolean, why?: string) => void;
}

export function button(label: string, look: "primary" | "secondary" | "icon", onClick: () => void, why?: string): ButtonControl {
    const element = document.createElement("vscode-button") as Button;
    element.appearance = look;
    element.addEventListener("click", () => {
        if (!element.disabled)
            onClick();
    });
    const control: ButtonControl = {
        element,
        show: (text, enabled, title) => {
            setText(element, text);
            element.disabled = !enabled;
            setAttribute(element, "title", title);
        }
    };
    control.show(label, true, why);
    return control;
}

export interface ValueControl<T> {
    readonly element: HTMLElement;
    readonly set: (value: T) => void;
}

/** @param label may be changed by writing into the element */
export function checkbox(label: string, onChange: (checked: boolean) => void): ValueControl<boolean> {
    const element = document.createElement("vscode-checkbox") as Checkbox;
    element.textContent = label;
    let setting = false; // the toolkit also tells of changes that come from the program
    element.addEventListener("change", () => {
        if (!setting)
            onChange(element.checked);
    });
    return {
        element,
        set: (checked) => {
            if (element.checked === checked)
                return;
            setting = true;
            element.checked = checked;
            setting = false;
        }
    };
}

export interface FieldControl extends ValueControl<string> {
    readonly value: () => string;
    /** A sentence, or undefined where nothing is wrong. */
    readonly refuse: (problem: string | undefined) => void;
}

/** @param onInput is called at every key @param label for those who do not see the page's own */
export function textField(label: string, placeholder: string, onInput: (value: string) => void): FieldControl {
    const element = document.createElement("vscode-text-field") as TextField;
    const name = (): void => {
        setAttribute(element, "aria-label", label);
    };
    name();
    new MutationObserver(name).observe(element, {attributeFilter: ["aria-label"]}); // on its way onto the page the toolkit calls every field "Text field"
    element.placeholder = placeholder;
    element.addEventListener("input", () => {
        onInput(element.value);
    });
    return {
        element,
        value: () => element.value,
        set: (value) => {
            // What a person is typing is theirs: "0." means 0 but is not to become "0".
            if (element.value !== value && document.activeElement !== element)
                element.value = value;
        },
        refuse: (problem) => {
            element.classList.toggle("refused", problem !== undefined);
            setAttribute(element, "title", problem);
            setAttribute(element, "aria-invalid", problem === undefined ? undefined : "true");
        }
    };
}

export interface Choice {
    readonly value: string;
    readonly text: string;
}

export interface ChoiceControl extends ValueControl<string> {
    readonly offer: (choices: readonly Choice[]) => void;
}

export function dropdown(label: string, choices: readonly Choice[], onChange: (value: string) => void): ChoiceControl {
    const element = document.createElement("vscode-dropdown") as Dropdown;
    element.setAttribute("aria-label", label);
    let offered = "";
    const offer = (next: readonly Choice[]): void => {
        const key = JSON.stringify(next);
        if (key === offered)
            return;
        offered = key;
        element.replaceChildren(...next.map(({value, text}) => {
            const option = document.createElement("vscode-option");
            option.setAttribute("value", value);
            option.textContent = text;
            return option;
        }));
    };
    offer(choices);
    element.addEventListener("change", () => {
        onChange(element.value);
    });
    return {
        element, offer,
        set: (value) => {
            if (element.value !== value)
                element.value = value;
        }
    };
}

export interface Tab<T extends string> {
    readonly id: T;
    readonly label: string;
    readonly content: HTMLElement;
}

export function tabs<T extends string>(label: string, all: readonly Tab<T>[], onChange: (id: T) => void): ValueControl<T> {
    const element = document.createElement("vscode-panels") as Panels;
    element.setAttribute("aria-label", label);
    for (const {id, label: name} of all) {
        const tab = document.createElement("vscode-panel-tab");
        tab.id = `tab-${id}`;
        tab.textContent = name;
        element.append(tab);
    }
    for (const {id, content} of all) {
        const view = document.createElement("vscode-panel-view");
        view.id = `view-${id}`;
        view.append(content);
        element.append(view);
    }
    element.addEventListener("change", () => {
        const chosen = all.find(({id}) => element.activeid === `tab-${id}`);
        if (chosen !== undefined)
            onChange(chosen.id);
    });
    return {
        element,
        set: (id) => {
            if (element.activeid !== `tab-${id}`)
                element.activeid = `tab-${id}`;
        }
    };
}
