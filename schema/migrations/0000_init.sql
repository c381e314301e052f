CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`server_id` text NOT NULL,
	`scopes` text,
	`custom_host` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attachments_server_id_unique` ON `attachments` (`server_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `attachments_custom_host_unique` ON `attachments` (`custom_host`);--> statement-breakpoint
CREATE INDEX `attachments_by_gateway` ON `attachments` (`gateway_id`);--> statement-breakpoint
CREATE TABLE `audit_events` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`resource_kind` text NOT NULL,
	`resource_id` text NOT NULL,
	`before` text,
	`after` text,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_by_time` ON `audit_events` (`at`);--> statement-breakpoint
CREATE INDEX `audit_events_by_resource` ON `audit_events` (`resource_kind`,`resource_id`,`at`);--> statement-breakpoint
CREATE TABLE `clients` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`name` text NOT NULL,
	`redirect_uris` text NOT NULL,
	`token_endpoint_auth_method` text NOT NULL,
	`secret_hash` text,
	`jwks_uri` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `clients_by_gateway` ON `clients` (`gateway_id`);--> statement-breakpoint
CREATE TABLE `gateways` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`provider` text NOT NULL,
	`authorization_server_url` text NOT NULL,
	`endpoints` text,
	`manual_overrides` text NOT NULL,
	`discovery` text,
	`registration` text NOT NULL,
	`resolved_registration` text,
	`client_id` text,
	`client_secret` text,
	`client_secret_origin` text,
	`secret_version` integer DEFAULT 0 NOT NULL,
	`token_endpoint_auth_method` text NOT NULL,
	`resource` text,
	`audience` text,
	`scopes` text NOT NULL,
	`scope_strict` integer DEFAULT false NOT NULL,
	`identity` text NOT NULL,
	`client_registration` text NOT NULL,
	`consent` text DEFAULT 'always' NOT NULL,
	`access_token_ttl_seconds` integer DEFAULT 3600 NOT NULL,
	`refresh_token_ttl_seconds` integer DEFAULT 2592000 NOT NULL,
	`location_hint` text,
	`jurisdiction` text,
	`state` text DEFAULT 'ready' NOT NULL,
	`state_reason` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `gateways_by_name` ON `gateways` (`name`);--> statement-breakpoint
CREATE TABLE `log_events` (
	`isolate` text NOT NULL,
	`sequence` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`request_id` text NOT NULL,
	`server_id` text,
	`gateway_id` text,
	`attachment_id` text,
	`grant_id` text,
	`method` text,
	`tool` text,
	`agent_id` text,
	`agent_level` text,
	`client_id` text,
	`client_name` text,
	`user_issuer` text,
	`user_subject` text,
	`user_email` text,
	`user_domain` text,
	`user_level` text,
	`outcome` text NOT NULL,
	`status` integer,
	`total_ms` real,
	`runtime_ms` real,
	`own_ms` real,
	`protocol_version` text,
	`rule_id` text,
	`guardrail_outcome` text,
	`guardrail_findings` text,
	`request_bytes` integer,
	`response_bytes` integer,
	`user_agent` text,
	`detail` text,
	PRIMARY KEY(`isolate`, `sequence`)
);
--> statement-breakpoint
CREATE INDEX `log_events_by_time` ON `log_events` (`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_server` ON `log_events` (`server_id`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_gateway` ON `log_events` (`gateway_id`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_user` ON `log_events` (`user_subject`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_domain` ON `log_events` (`user_domain`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_tool` ON `log_events` (`tool`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_agent` ON `log_events` (`agent_id`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_outcome` ON `log_events` (`outcome`,`at`);--> statement-breakpoint
CREATE TABLE `servers` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`runtime_url` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`auth_mode` text NOT NULL,
	`worker_secret` text,
	`pending_worker_secret` text,
	`worker_secret_header` text DEFAULT 'x-gateway-worker-secret' NOT NULL,
	`access_token_header` text DEFAULT 'x-gateway-access-token' NOT NULL,
	`identity_header` text,
	`static_headers` text,
	`static_query` text,
	`secret_version` integer DEFAULT 0 NOT NULL,
	`paused_reason` text,
	`new_tools` text DEFAULT 'read_only_on' NOT NULL,
	`changed_tools` text DEFAULT 'allow' NOT NULL,
	`accept_claimed` integer DEFAULT false NOT NULL,
	`open` integer DEFAULT false NOT NULL,
	`allowed_origins` text NOT NULL,
	`body_bytes_max` integer,
	`timeout_ms` integer DEFAULT 60000 NOT NULL,
	`web_search` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `servers_slug_unique` ON `servers` (`slug`);--> statement-breakpoint
CREATE INDEX `servers_by_name` ON `servers` (`name`);--> statement-breakpoint
CREATE TABLE `tools` (
	`server_id` text NOT NULL,
	`name` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`required_scopes` text NOT NULL,
	`timeout_ms` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`server_id`, `name`)
);
