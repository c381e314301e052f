CREATE TABLE `access_policies` (
	`id` text PRIMARY KEY NOT NULL,
	`target_kind` text NOT NULL,
	`target_id` text NOT NULL,
	`agents` text NOT NULL,
	`other_agents` integer DEFAULT true NOT NULL,
	`unrecognised` integer DEFAULT true NOT NULL,
	`denied_users` text NOT NULL,
	`allowed_users` text NOT NULL,
	`denied_groups` text NOT NULL,
	`allowed_groups` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_policies_target_id_unique` ON `access_policies` (`target_id`);--> statement-breakpoint
CREATE TABLE `agents` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text,
	`client_ids` text NOT NULL,
	`client_url_prefixes` text NOT NULL,
	`keywords` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agents_name_unique` ON `agents` (`name`);--> statement-breakpoint
CREATE TABLE `groups` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`members` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `groups_name_unique` ON `groups` (`name`);--> statement-breakpoint
CREATE INDEX `groups_by_time` ON `groups` (`created_at`);--> statement-breakpoint
CREATE TABLE `rules` (
	`id` text PRIMARY KEY NOT NULL,
	`target_kind` text NOT NULL,
	`target_id` text NOT NULL,
	`group_id` text,
	`user` text,
	`tool` text,
	`tool_enabled` integer,
	`confirmation` integer,
	`guardrail_action` text,
	`active` integer DEFAULT true NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rules_by_target` ON `rules` (`target_id`);--> statement-breakpoint
CREATE INDEX `rules_by_group` ON `rules` (`group_id`);--> statement-breakpoint
CREATE INDEX `rules_by_time` ON `rules` (`created_at`);--> statement-breakpoint
ALTER TABLE `log_events` ADD `agent_recognised_by` text;