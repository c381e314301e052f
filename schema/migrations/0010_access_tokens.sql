CREATE TABLE `access_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`server_id` text NOT NULL,
	`name` text NOT NULL,
	`agent_id` text,
	`user_issuer` text,
	`user_subject` text,
	`user_email` text,
	`expires_at` integer,
	`created_by_kind` text NOT NULL,
	`created_by_id` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `access_tokens_by_server` ON `access_tokens` (`server_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `access_tokens_by_agent` ON `access_tokens` (`agent_id`);--> statement-breakpoint
CREATE INDEX `access_tokens_by_time` ON `access_tokens` (`created_at`);--> statement-breakpoint
ALTER TABLE `servers` ADD `upstream_auth` text;--> statement-breakpoint
ALTER TABLE `servers` ADD `upstream_key_id` text;--> statement-breakpoint
ALTER TABLE `servers` ADD `passthrough` text;