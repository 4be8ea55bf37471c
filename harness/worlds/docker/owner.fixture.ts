/**
 * For a test: a process that has a guard for what it owns on the engine at a port of this machine. It says which
 * handles it had open before and after, and stays until it is killed.
 */
import Docker from 'dockerode';
import { guardOwned } from './guard.ts';

const docker = new Docker({ host: '127.0.0.1', port: process.argv[2]! });
const before = process.getActiveResourcesInfo();
guardOwned(docker);
const after = process.getActiveResourcesInfo();
console.log(JSON.stringify({ before, after }));
process.stdin.resume();
