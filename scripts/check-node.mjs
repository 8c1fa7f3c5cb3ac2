// Plain JavaScript on purpose: an older Node must be able to read it and say what is wrong.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `Foyer needs Node 24: this is ${process.version}. Run \`npm ci\` (it installs Node 24 into node_modules; ` +
      "its install script must be allowed, see allowScripts in package.json) and use the npm scripts.",
  );
  process.exit(1);
}
