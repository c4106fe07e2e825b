// Reads the YAML documents on standard input and validates each against its API schema. Prints a line for each; exit 1 if one is invalid.
// The schemas say what must be there and of which kind; that there is nothing else says the TypeScript compiler, from the types beside them.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

// Whose schemas are in no package: the compiler checks them by types of our own.
const OWN_TYPES = new Map([["rabbitmq.com/v1beta1 RabbitmqCluster", "../../rabbitmq"]]);

function moduleOf({ apiVersion, kind }) {
  const own = OWN_TYPES.get(`${apiVersion} ${kind}`);
  if (own) return own;
  const library = apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  return `${library}/${apiVersion}/${kind}`;
}

const COMPILE = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022"];

/** The compiler's complaints about fields that there are not. */
function unknownFields(objects) {
  const source = objects.map(
    (object, i) => `import type { I${object.kind} as T${i} } from "${moduleOf(object)}";\nexport const o${i}: T${i} = ${JSON.stringify(object, null, 1)};\n`,
  );
  mkdirSync("node_modules/.patchline", { recursive: true });
  writeFileSync("node_modules/.patchline/objects.ts", source.join(""));
  const compiled = spawnSync("node", ["node_modules/typescript/bin/tsc", ...COMPILE, "node_modules/.patchline/objects.ts"], { encoding: "utf8" });
  if (compiled.error) throw compiled.error;
  return compiled.status === 0 ? "" : compiled.stdout;
}

/** What the schemas leave open and we rely on. */
function ownRules(object) {
  const pod = object.spec?.template?.spec;
  if (!pod) return [];
  const wrong = [];
  if (pod.securityContext?.runAsNonRoot !== true) wrong.push("runs as root");
  for (const container of pod.containers) {
    const security = container.securityContext ?? {};
    if (!security.readOnlyRootFilesystem || security.allowPrivilegeEscalation !== false) wrong.push(`${container.name} is not confined`);
    if (!container.resources?.limits?.memory) wrong.push(`${container.name} has no memory limit`);
    for (const mount of container.volumeMounts ?? [])
      if (!pod.volumes?.some((volume) => volume.name === mount.name)) wrong.push(`${container.name} mounts ${mount.name}, which is no volume`);
  }
  // ExecutorConfig: patchline.grace is 30 s, and Executor.LAST_REPORTS 10 s.
  if (object.metadata.name === "patchline-executor" && !(pod.terminationGracePeriodSeconds >= 50)) wrong.push("is killed before it has drained");
  return wrong;
}

let invalid = false;
const known = [];
for (const document of parseAllDocuments(readFileSync(0, "utf8"))) {
  const object = document.toJS();
  const name = `${object.apiVersion} ${object.kind} ${object.metadata?.name}`;
  const problems = [...document.errors.map(String), ...ownRules(object)];
  let verdict = "valid";
  if (OWN_TYPES.has(`${object.apiVersion} ${object.kind}`)) {
    verdict = "valid by our own types";
    known.push(object);
  } else {
    try {
      const Schema = (await import(moduleOf(object)))[object.kind];
      new Schema(object).validate();
      known.push(object);
    } catch (e) {
      problems.push(e.message);
    }
  }
  if (problems.length) {
    invalid = true;
    verdict = `INVALID: ${problems.join("; ")}`;
  }
  console.log(`${name}: ${verdict}`);
}
const unknown = unknownFields(known);
if (unknown) console.log(`INVALID, field that there is not:\n${unknown}`);
process.exit(invalid || unknown ? 1 : 0);
