import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { removeFolder } from "#electron/remove-folder.testing.ts";

/** A Slurm of one node that a test has started. */
export interface TestSlurm {
  /** For the environment of whoever talks to it. */
  readonly config: string;
  stop(): Promise<void>;
}

const PROGRAMS = ["slurmctld", "slurmd", "sbatch", "squeue", "munged", "mungekey", "runuser"];
const START_TRIES = 400;
const STOP_TRIES = 400;

/**
 * Starts a real Slurm on this computer in a scratch folder, as root, without accounting. A sentence instead when that cannot
 * be: on Debian `apt install slurm-wlm munge`.
 */
export async function startSlurm(): Promise<TestSlurm | string> {
  if (process.getuid?.() !== 0) return "only root can start one";
  const missing = PROGRAMS.filter((name) => ask("which", [name]).status !== 0);
  if (missing.length > 0) return `${missing.join(", ")} not found (apt install slurm-wlm munge)`;
  const folder = mkdtempSync(join(tmpdir(), "mapwright-slurm-"));
  const config = writeConfig(folder, await freePort(), await freePort());
  const stop = async () => {
    const pids = ["d.pid", "ctld.pid", "munged.pid"].map((file) => pidIn(join(folder, file)));
    for (const pid of pids) endGently(pid);
    for (let attempt = 0; attempt < STOP_TRIES && pids.some(isAlive); attempt++) await sleep(100);
    await removeFolder(folder);
  };
  const munge = startMunge(folder);
  if (munge !== undefined) {
    await stop();
    return munge;
  }
  const env = { ...process.env, SLURM_CONF: config };
  for (const daemon of ["slurmctld", "slurmd"]) {
    const child = spawn(daemon, ["-f", config], { env, stdio: "ignore", detached: true });
    child.unref();
    await sleep(2000);
  }
  for (let attempt = 0; attempt < START_TRIES; attempt++) {
    const { stdout } = ask("sinfo", ["--noheader", "--format=%T"], env);
    if (/^idle/m.test(stdout)) return { config, stop };
    await sleep(250);
  }
  const said = ["ctld.log", "d.log"].map((file) => lastLine(join(folder, file))).filter(Boolean);
  await stop();
  return ["its node did not come up", ...said].join("; ");
}

/** Munge vouches for users; one that runs already is good enough, and is left running. */
function startMunge(folder: string): string | undefined {
  if (ask("munge", ["-n"]).status === 0) return undefined;
  if (!existsSync("/etc/munge/munge.key")) ask("mungekey", []);
  mkdirSync("/run/munge", { recursive: true });
  const id = (flag: string) => Number(ask("id", [flag, "munge"]).stdout);
  chownSync("/run/munge", id("-u"), id("-g"));
  const pid = join(folder, "munged.pid");
  writeFileSync(pid, "");
  chownSync(folder, id("-u"), id("-g"));
  ask("runuser", ["-u", "munge", "--", "munged", `--pid-file=${pid}`]);
  return ask("munge", ["-n"]).status === 0 ? undefined : "munged did not start";
}

/** Ports of its own: a Slurm that runs here already, or that of another test, is not in the way. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

function writeConfig(folder: string, controlPort: number, nodePort: number): string {
  const config = join(folder, "slurm.conf");
  for (const name of ["state", "spool"]) mkdirSync(join(folder, name));
  const node = hostname().replace(/\..*/, ""); // Slurm knows computers by their short names
  writeFileSync(
    config,
    `ClusterName=test
SlurmctldHost=${node}(127.0.0.1)
SlurmctldPort=${controlPort}
SlurmdPort=${nodePort}
AuthType=auth/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/ctld.pid
SlurmdPidFile=${folder}/d.pid
SlurmctldLogFile=${folder}/ctld.log
SlurmdLogFile=${folder}/d.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
NodeName=${node} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=${node} Default=YES MaxTime=INFINITE State=UP
`,
  );
  return config;
}

function ask(program: string, words: readonly string[], env = process.env) {
  return spawnSync(program, words, { env, encoding: "utf8" });
}

/** Undefined when there is no such file, or nothing in it. */
function pidIn(file: string): number | undefined {
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  return pid > 1 ? pid : undefined;
}

function endGently(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid);
  } catch {
    // It has ended by itself.
  }
}

/** A process that has ended and is only not waited for by its parent yet does not count. */
function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  const status = `/proc/${pid}/status`;
  return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, "utf8"));
}

function lastLine(file: string): string {
  return existsSync(file) ? (readFileSync(file, "utf8").trim().split("\n").at(-1) ?? "") : "";
}
