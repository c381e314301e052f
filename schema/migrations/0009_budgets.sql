CREATE TABLE `budgets` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`scope` text NOT NULL,
	`gateway_id` text,
	`server_id` text,
	`tool` text,
	`agent_id` text,
	`user_issuer` text,
	`user_subject` text,
	`user_email` text,
	`amount` integer NOT NULL,
	`unit` text NOT NULL,
	`window` text NOT NULL,
	`enforcement` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `budgets_by_time` ON `budgets` (`created_at`);--> statement-breakpoint
CREATE INDEX `budgets_by_server` ON `budgets` (`server_id`);--> statement-breakpoint
CREATE INDEX `budgets_by_gateway` ON `budgets` (`gateway_id`);--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`scope` text NOT NULL,
	`gateway_id` text,
	`server_id` text,
	`tool` text,
	`agent_id` text,
	`user_issuer` text,
	`user_subject` text,
	`user_email` text,
	`calls` integer NOT NULL,
	`per` text NOT NULL,
	`burst` integer NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_limits_by_time` ON `rate_limits` (`created_at`);--> statement-breakpoint
CREATE INDEX `rate_limits_by_server` ON `rate_limits` (`server_id`);--> statement-breakpoint
CREATE INDEX `rate_limits_by_gateway` ON `rate_limits` (`gateway_id`);