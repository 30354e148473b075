/**
 * The only reader of the environment: turns it into a typed Config, or fails with every problem
 * named. Each part of Hubby declares its own variables beside its code, and stands here once.
 */
import { CLIENT_VARIABLES } from '@hubby/sdk/environment';
import { brevoConfig } from './channels/brevo/config.ts';
import { fcmConfig } from './channels/fcm/config.ts';
import { intercomConfig } from './channels/intercom/config.ts';
import { modelConfig } from './channels/model/config.ts';
import { paymentsConfig } from './channels/payments/config.ts';
import { smtpConfig } from './channels/smtp/config.ts';
import { webhookConfig } from './channels/webhook/config.ts';
import { readParts, type Env, type Merged } from './config/read-parts.ts';
import { secretKeysConfig } from './config/secret-keys.ts';
import { serverConfig } from './config/server.ts';
import { databaseConfig } from './db/config.ts';
import { appTokensConfig } from './domain/app-tokens/config.ts';
import { operatorConfig } from './domain/incidents/config.ts';
import { dashboardConfig } from './domain/members/config.ts';
import { requestLogConfig } from './domain/requests/config.ts';
import { progressConfig } from './providers/es2plus/progress/config.ts';
import { sandboxTelcoConfig } from './sandbox-telco/config.ts';

/** In the order of the table in docs/operating.md, which is made of them. */
export const CONFIG_PARTS = [
  serverConfig,
  dashboardConfig,
  requestLogConfig,
  databaseConfig,
  sandboxTelcoConfig,
  secretKeysConfig,
  webhookConfig,
  smtpConfig,
  brevoConfig,
  operatorConfig,
  fcmConfig,
  appTokensConfig,
  intercomConfig,
  modelConfig,
  paymentsConfig,
  progressConfig,
] as const;

export type Config = Merged<typeof CONFIG_PARTS>;

/** Throws a ConfigError; unknown `HUBBY_*` names are refused. */
export const loadConfig = (source: Env = process.env): Config =>
  readParts(CONFIG_PARTS, source, CLIENT_VARIABLES);
