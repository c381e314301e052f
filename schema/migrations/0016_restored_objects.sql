CREATE TABLE `object_restores` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`restored_to` integer NOT NULL,
	`since` integer NOT NULL,
	`storage` text NOT NULL,
	`kept` text NOT NULL,
	`undo_bookmark` text,
	`undo_to` integer,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `object_restores_by_gateway` ON `object_restores` (`gateway_id`,`created_at`);--> statement-breakpoint
ALTER TABLE `gateways` ADD `restore_id` text;