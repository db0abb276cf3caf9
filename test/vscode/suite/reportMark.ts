/** What the tests print begins with this, in a stream in which VS Code logs, too. */
export const reportMark = "[tests] ";
