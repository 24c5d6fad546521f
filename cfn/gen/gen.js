'use strict';
// Writes Go structs for the resource types in types.txt, and what the
// specification says about replacement, attributes and tags.
const fs = require('node:fs');
const path = require('node:path');
const { loadAwsServiceSpecSync } = require('@aws-cdk/aws-service-spec');
const pinned = require('./package.json').dependencies['@aws-cdk/aws-service-spec'];

const db = loadAwsServiceSpecSync();
const wanted = fs.readFileSync(path.join(__dirname, 'types.txt'), 'utf8').split('\n').map((l) => l.trim()).filter(Boolean).sort();
const head = `// Code generated from @aws-cdk/aws-service-spec ${pinned} (Apache-2.0). DO NOT EDIT.\n\npackage cfn\n`;

const goName = (cfnType) => cfnType.split('::').slice(1).map((s) => s[0].toUpperCase() + s.slice(1)).join('');

const taken = new Set(wanted.map(goName));

// Each nested definition gets the name of its resource before its own.
class Resource {
  constructor(type) {
    this.type = type;
    this.name = goName(type);
    this.spec = db.lookup('resource', 'cloudFormationType', 'equals', type)[0];
    if (!this.spec) throw new Error(`no resource type ${type}`);
    this.nested = new Map();
    this.structs = [];
  }

  define(id) {
    if (this.nested.has(id)) return this.nested.get(id);
    const def = db.get('typeDefinition', id);
    let name = this.name + def.name;
    if (taken.has(name)) name += 'Part'; // a resource type has the name already
    this.nested.set(id, name);
    this.structs.push({ name, def });
    return name;
  }

  // goType is the Go type of a property; unions and free JSON are any.
  goType(t) {
    switch (t.type) {
      case 'string': case 'date-time': return 'String';
      case 'integer': return 'Int';
      case 'number': return 'Float';
      case 'boolean': return 'Bool';
      case 'tag': return 'Tag';
      case 'ref': return '*' + this.define(t.reference.$ref);
      case 'array': return t.element.type === 'string' ? 'Strings' : '[]' + this.goType(t.element).replace(/^\*/, '');
      case 'map': return t.element.type === 'string' ? 'map[string]String' : 'map[string]' + this.goType(t.element);
      case 'union': {
        const object = t.types.filter((u) => u.type === 'ref');
        return object.length === 1 && t.types.every((u) => u === object[0] || u.type === 'json') ? this.goType(object[0]) : 'any';
      }
      default: return 'any';
    }
  }

  fields(properties) {
    return Object.keys(properties).sort().map((k) => {
      const p = properties[k];
      const type = this.goType(p.type);
      return `\t${k[0].toUpperCase()}${k.slice(1)} ${type} \`json:"${k},omitzero"\`${p.required ? ' // required' : ''}\n`;
    }).join('');
  }

  write() {
    let out = `\n// ${this.name} are the properties of ${this.type}.\ntype ${this.name} struct {\n${this.fields(this.spec.properties)}}\n`;
    out += `\n// CloudFormationType is the type's name.\nfunc (*${this.name}) CloudFormationType() string { return ${JSON.stringify(this.type)} }\n`;
    for (let i = 0; i < this.structs.length; i++) {
      const { name, def } = this.structs[i];
      out += `\n// ${name} is a part of ${this.name}.\ntype ${name} struct {\n${this.fields(def.properties)}}\n`;
    }
    return out;
  }

  // rules are the property paths whose change replaces the resource.
  rules(properties, prefix, seen) {
    const out = [];
    for (const k of Object.keys(properties).sort()) {
      const p = properties[k];
      const at = prefix + k;
      if (p.causesReplacement && p.causesReplacement !== 'no') out.push([at, p.causesReplacement]);
      let t = p.type;
      while (t.element) t = t.element;
      if (t.type === 'ref' && !seen.includes(t.reference.$ref)) {
        out.push(...this.rules(db.get('typeDefinition', t.reference.$ref).properties, at + '.', [...seen, t.reference.$ref]));
      }
    }
    return out;
  }
}

const resources = wanted.map((t) => new Resource(t));
let types = head;
for (const r of resources) types += r.write();
fs.writeFileSync(path.join(__dirname, '../types_gen.go'), types);

let spec = head + '\n// specs are sorted by name. Slices, not maps: the linker lays them out, a map is filled at every start.\nvar specs = []spec{\n';
for (const r of resources) {
  const attributes = Object.keys(r.spec.attributes ?? {}).sort();
  const readable = [...new Set([...attributes, ...Object.keys(r.spec.properties)])].sort();
  const required = Object.keys(r.spec.properties).filter((k) => r.spec.properties[k].required).sort();
  const rules = r.rules(r.spec.properties, '', []);
  spec += `\t{\n\t\tname: ${JSON.stringify(r.type)},\n`;
  spec += `\t\tproperties: []string{${Object.keys(r.spec.properties).sort().map((k) => JSON.stringify(k)).join(', ')}},\n`;
  if (required.length) spec += `\t\trequired: []string{${required.map((k) => JSON.stringify(k)).join(', ')}},\n`;
  if (attributes.length) spec += `\t\tattributes: []string{${attributes.map((k) => JSON.stringify(k)).join(', ')}},\n`;
  if (rules.length) {
    spec += '\t\treplaces: []rule{\n';
    for (const [at, how] of rules) spec += `\t\t\t{${JSON.stringify(at)}, ${how === 'yes' ? 'Replaces' : 'MayReplace'}},\n`;
    spec += '\t\t},\n';
  }
  spec += '\t},\n';
}
spec += '}\n';
fs.writeFileSync(path.join(__dirname, '../spec_gen.go'), spec);
