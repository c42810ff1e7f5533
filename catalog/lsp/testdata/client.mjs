// A language client made of the packages that VS Code is made of. It is given
// the server's command and a folder, and prints what it was told as JSON.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
import path from "node:path";

const require = createRequire(path.join(process.env.NODE_PATH ?? process.cwd(), "client.cjs"));
const lsp = require("vscode-languageserver-protocol/node");

const [root, command, ...args] = process.argv.slice(2);
const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((resolve) => server.on("exit", resolve));
const connection = lsp.createProtocolConnection(
  new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));
const told = new Map();
let wake = () => {};
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => { told.set(p.uri, p.diagnostics); wake(); });
connection.onRequest(lsp.RegistrationRequest.type, () => {});
connection.listen();

const until = async (good) => { while (!good()) await new Promise((resolve) => { wake = resolve; }); };
const file = path.join(root, "content", "terms", "sales", "customer.md");
const uri = pathToFileURL(file).href;
const text = readFileSync(file, "utf8");
const document = { uri };

const { capabilities } = await connection.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid, rootUri: pathToFileURL(root).href, workspaceFolders: null,
  capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] } } },
});
await connection.sendNotification(lsp.InitializedNotification.type, {});
await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: "markdown", version: 1, text } });
await until(() => told.has(uri));
const clean = told.get(uri).length;

const start = { line: 2, character: 6 }, end = { line: 2, character: 7 }; // the n in definition
await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
  textDocument: { uri, version: 2 }, contentChanges: [{ range: { start, end }, text: "" }] });
await until(() => told.get(uri).length > 0);
const wrong = told.get(uri).map((d) => d.code);
const range = told.get(uri)[0].range;
const actions = await connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: document, range, context: { diagnostics: told.get(uri) } });
await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
  textDocument: { uri, version: 3 }, contentChanges: [{ range: { start, end: start }, text: text.split("\n")[2][6] }] });
await until(() => told.get(uri).length === 0);

const owner = { line: 4, character: 9 };
const hover = await connection.sendRequest(lsp.HoverRequest.type, { textDocument: document, position: owner });
const completion = await connection.sendRequest(lsp.CompletionRequest.type, { textDocument: document, position: { line: 4, character: 7 } });
const definition = await connection.sendRequest(lsp.DefinitionRequest.type, { textDocument: document, position: owner });
const rename = await connection.sendRequest(lsp.RenameRequest.type, { textDocument: document, position: { line: 1, character: 8 }, newName: "sales/client" });
await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
const exit = await ended;
console.log(JSON.stringify({
  sync: capabilities.textDocumentSync.change, clean, wrong, action: actions[0]?.title,
  hover: hover.contents.value.split("\n")[0], owners: completion.items.map((i) => i.label),
  definition: path.basename(definition.uri), rename: rename.documentChanges.map((c) => c.kind ?? "edit"), exit,
}, null, 1));
connection.dispose();
