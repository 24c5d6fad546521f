'use strict';
// Reads one JSON document a line: {"template"} sets the template that the next
// {"old", "new"} change, each a map of logical ids to resources or null. Writes, a
// line each, what @aws-cdk/cloudformation-diff says happens to each resource.
const readline = require('node:readline');
const { fullDiff } = require('@aws-cdk/cloudformation-diff');

const patched = (template, resources) => {
  const all = { ...template.Resources };
  for (const [id, resource] of Object.entries(resources ?? {})) {
    if (resource === null) delete all[id];
    else all[id] = resource;
  }
  return { ...template, Resources: all };
};

let template;
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = JSON.parse(line);
  if (asked.template) {
    template = asked.template;
    return;
  }
  const impacts = {};
  try {
    fullDiff(patched(template, asked.old), patched(template, asked.new)).resources.forEachDifference((id, change) => {
      if (change.changeImpact !== 'NO_CHANGE') impacts[id] = change.changeImpact;
    });
    process.stdout.write(JSON.stringify(impacts) + '\n');
  } catch (problem) { // it reads policies, and expects them to be whole
    process.stdout.write(JSON.stringify({ '': problem.message }) + '\n');
  }
});
