// Stands in for the module native-watchdog of VS Code's server, whose binary would have to be compiled. It ends an extension host whose server is
// gone even while it is busy; the tests end the extension host themselves.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
