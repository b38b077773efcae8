#!/usr/bin/env node
// `npx clemency <command>`: the command line, installed and built first where it is not.
import './run.mjs';
