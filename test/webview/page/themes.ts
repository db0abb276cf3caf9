/** What VS Code hands to a webview of its own four kinds of themes, as far as the panel uses it. */
export type Theme = "dark" | "light" | "hc-black" | "hc-light";

export const themeClass: Readonly<Record<Theme, string>> = {"dark": "vscode-dark", "light": "vscode-light", "hc-black": "vscode-high-contrast", "hc-light": "vscode-high-contrast-light"};

const fonts = {"font-family": "system-ui, \"Ubuntu\", \"Droid Sans\", sans-serif", "font-size": "13px", "font-weight": "normal", "editor-font-family": "\"Droid Sans Mono\", monospace", "editor-font-size": "14px"};

export const themes: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
    "dark": {
        ...fonts,
        "foreground": "#cccccc", "descriptionForeground": "#9d9d9d", "errorForeground": "#f85149", "editor-background": "#1f1f1f", "editor-foreground": "#cccccc", "focusBorder": "#0078d4",
        "panel-border": "#2b2b2b", "widget-border": "#313131", "editorWidget-background": "#202020", "textLink-foreground": "#4daafc", "textLink-activeForeground": "#4daafc",
        "button-background": "#0078d4", "button-foreground": "#ffffff", "button-hoverBackground": "#026ec1", "button-border": "rgba(255, 255, 255, 0.07)", "button-secondaryBackground": "#313131", "button-secondaryForeground": "#cccccc", "button-secondaryHoverBackground": "#3c3c3c",
        "input-background": "#313131", "input-foreground": "#cccccc", "input-border": "#3c3c3c", "input-placeholderForeground": "#989898", "inputValidation-errorBorder": "#be1100", "inputValidation-errorBackground": "#5a1d1d",
        "dropdown-background": "#313131", "dropdown-foreground": "#cccccc", "dropdown-border": "#3c3c3c", "settings-dropdownListBorder": "#454545", "checkbox-background": "#313131", "checkbox-border": "#3c3c3c", "checkbox-foreground": "#cccccc",
        "list-hoverBackground": "#2a2d2e", "list-activeSelectionBackground": "#04395e", "list-activeSelectionForeground": "#ffffff", "list-inactiveSelectionBackground": "#37373d", "list-focusOutline": "#0078d4",
        "toolbar-hoverBackground": "rgba(90, 93, 94, 0.31)", "sash-hoverBorder": "#0078d4", "progressBar-background": "#0078d4", "editorWarning-foreground": "#cca700", "editorError-foreground": "#f14c4c",
        "charts-yellow": "#cca700", "charts-blue": "#3794ff", "charts-foreground": "#cccccc", "panelTitle-activeForeground": "#cccccc", "panelTitle-activeBorder": "#0078d4", "panelTitle-inactiveForeground": "#9d9d9d", "panel-background": "#181818",
        "scrollbarSlider-background": "rgba(121, 121, 121, 0.4)", "scrollbarSlider-hoverBackground": "rgba(100, 100, 100, 0.7)"
    },
    "light": {
        ...fonts,
        "foreground": "#3b3b3b", "descriptionForeground": "#3b3b3b", "errorForeground": "#c72e0f", "editor-background": "#ffffff", "editor-foreground": "#3b3b3b", "focusBorder": "#005fb8",
        "panel-border": "#e5e5e5", "widget-border": "#e5e5e5", "editorWidget-background": "#f8f8f8", "textLink-foreground": "#005fb8", "textLink-activeForeground": "#005fb8",
        "button-background": "#005fb8", "button-foreground": "#ffffff", "button-hoverBackground": "#0258a8", "button-border": "rgba(0, 0, 0, 0.1)", "button-secondaryBackground": "#e5e5e5", "button-secondaryForeground": "#3b3b3b", "button-secondaryHoverBackground": "#cccccc",
        "input-background": "#ffffff", "input-foreground": "#3b3b3b", "input-border": "#cecece", "input-placeholderForeground": "#767676", "inputValidation-errorBorder": "#be1100", "inputValidation-errorBackground": "#f2dede",
        "dropdown-background": "#ffffff", "dropdown-foreground": "#3b3b3b", "dropdown-border": "#cecece", "settings-dropdownListBorder": "#e5e5e5", "checkbox-background": "#f8f8f8", "checkbox-border": "#cecece", "checkbox-foreground": "#3b3b3b",
        "list-hoverBackground": "#f2f2f2", "list-activeSelectionBackground": "#e8e8e8", "list-activeSelectionForeground": "#000000", "list-inactiveSelectionBackground": "#e4e6f1", "list-focusOutline": "#005fb8",
        "toolbar-hoverBackground": "rgba(184, 184, 184, 0.31)", "sash-hoverBorder": "#005fb8", "progressBar-background": "#005fb8", "editorWarning-foreground": "#bf8803", "editorError-foreground": "#e51400",
        "charts-yellow": "#bf8803", "charts-blue": "#1a85ff", "charts-foreground": "#3b3b3b", "panelTitle-activeForeground": "#3b3b3b", "panelTitle-activeBorder": "#005fb8", "panelTitle-inactiveForeground": "#3b3b3b", "panel-background": "#f8f8f8",
        "scrollbarSlider-background": "rgba(100, 100, 100, 0.4)", "scrollbarSlider-hoverBackground": "rgba(100, 100, 100, 0.7)"
    },
    "hc-black": {
        ...fonts,
        "foreground": "#ffffff", "descriptionForeground": "rgba(255, 255, 255, 0.7)", "errorForeground": "#f48771", "editor-background": "#000000", "editor-foreground": "#ffffff", "focusBorder": "#f38518",
        "contrastBorder": "#6fc3df", "contrastActiveBorder": "#f38518", "panel-border": "#6fc3df", "editorWidget-background": "#0c141f", "textLink-foreground": "#21a6ff", "textLink-activeForeground": "#21a6ff",
        "button-foreground": "#ffffff", "button-border": "#6fc3df", "button-secondaryForeground": "#ffffff",
        "input-background": "#000000", "input-foreground": "#ffffff", "input-border": "#6fc3df", "input-placeholderForeground": "rgba(255, 255, 255, 0.7)", "inputValidation-errorBorder": "#6fc3df",
        "dropdown-background": "#000000", "dropdown-foreground": "#ffffff", "dropdown-border": "#6fc3df", "checkbox-background": "#000000", "checkbox-border": "#6fc3df", "checkbox-foreground": "#ffffff",
        "list-hoverBackground": "rgba(255, 255, 255, 0.1)", "list-focusOutline": "#f38518", "sash-hoverBorder": "#f38518", "progressBar-background": "#6fc3df", "editorWarning-foreground": "#ffd370", "editorError-foreground": "#f48771",
        "charts-yellow": "#ffd370", "charts-blue": "#59a4f9", "charts-foreground": "#ffffff", "panelTitle-activeForeground": "#ffffff", "panelTitle-activeBorder": "#6fc3df", "panelTitle-inactiveForeground": "#ffffff", "panel-background": "#000000"
    },
    "hc-light": {
        ...fonts,
        "foreground": "#292929", "descriptionForeground": "rgba(41, 41, 41, 0.9)", "errorForeground": "#b5200d", "editor-background": "#ffffff", "editor-foreground": "#292929", "focusBorder": "#006bbd",
        "contrastBorder": "#0f4a85", "contrastActiveBorder": "#006bbd", "panel-border": "#0f4a85", "editorWidget-background": "#ffffff", "textLink-foreground": "#0f4a85", "textLink-activeForeground": "#0f4a85",
        "button-background": "#0f4a85", "button-foreground": "#ffffff", "button-border": "#0f4a85", "button-secondaryBackground": "#ffffff", "button-secondaryForeground": "#292929",
        "input-background": "#ffffff", "input-foreground": "#292929", "input-border": "#0f4a85", "input-placeholderForeground": "rgba(41, 41, 41, 0.7)", "inputValidation-errorBorder": "#b5200d",
        "dropdown-background": "#ffffff", "dropdown-foreground": "#292929", "dropdown-border": "#0f4a85", "checkbox-background": "#ffffff", "checkbox-border": "#0f4a85", "checkbox-foreground": "#292929",
        "list-hoverBackground": "rgba(15, 74, 133, 0.1)", "list-activeSelectionBackground": "rgba(15, 74, 133, 0.1)", "list-inactiveSelectionBackground": "rgba(15, 74, 133, 0.1)", "list-focusOutline": "#006bbd", "sash-hoverBorder": "#006bbd", "progressBar-background": "#0f4a85",
        "editorWarning-foreground": "#895503", "editorError-foreground": "#b5200d",
        "charts-yellow": "#895503", "charts-blue": "#0063d3", "charts-foreground": "#292929", "panelTitle-activeForeground": "#292929", "panelTitle-activeBorder": "#b5200d", "panelTitle-inactiveForeground": "#292929", "panel-background": "#ffffff"
    }
};
