CREATE TABLE IF NOT EXISTS `configuration_revisions` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
INSERT OR IGNORE INTO `configuration_revisions` (`id`, `revision`) VALUES (1, random() & 9007199254740991);
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `servers_insert_revises` AFTER INSERT ON `servers` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `servers_update_revises` AFTER UPDATE ON `servers` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `servers_delete_revises` AFTER DELETE ON `servers` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `attachments_insert_revises` AFTER INSERT ON `attachments` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `attachments_update_revises` AFTER UPDATE ON `attachments` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `attachments_delete_revises` AFTER DELETE ON `attachments` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `gateways_insert_revises` AFTER INSERT ON `gateways` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `gateways_update_revises` AFTER UPDATE ON `gateways` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `gateways_delete_revises` AFTER DELETE ON `gateways` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `tools_insert_revises` AFTER INSERT ON `tools` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `tools_update_revises` AFTER UPDATE ON `tools` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `tools_delete_revises` AFTER DELETE ON `tools` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `tool_definitions_insert_revises` AFTER INSERT ON `tool_definitions` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `tool_definitions_update_revises` AFTER UPDATE OF `server_id`, `name`, `state`, `enabled`, `hash`, `risk`, `seen_hash`, `seen_risk`, `version`, `first_seen_at` ON `tool_definitions` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `tool_definitions_delete_revises` AFTER DELETE ON `tool_definitions` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `clients_insert_revises` AFTER INSERT ON `clients` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `clients_update_revises` AFTER UPDATE ON `clients` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `clients_delete_revises` AFTER DELETE ON `clients` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `embedding_apps_insert_revises` AFTER INSERT ON `embedding_apps` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `embedding_apps_update_revises` AFTER UPDATE ON `embedding_apps` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `embedding_apps_delete_revises` AFTER DELETE ON `embedding_apps` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `access_policies_insert_revises` AFTER INSERT ON `access_policies` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `access_policies_update_revises` AFTER UPDATE ON `access_policies` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `access_policies_delete_revises` AFTER DELETE ON `access_policies` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `rules_insert_revises` AFTER INSERT ON `rules` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `rules_update_revises` AFTER UPDATE ON `rules` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `rules_delete_revises` AFTER DELETE ON `rules` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `groups_insert_revises` AFTER INSERT ON `groups` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `groups_update_revises` AFTER UPDATE ON `groups` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `groups_delete_revises` AFTER DELETE ON `groups` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `agents_insert_revises` AFTER INSERT ON `agents` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `agents_update_revises` AFTER UPDATE ON `agents` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `agents_delete_revises` AFTER DELETE ON `agents` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `budgets_insert_revises` AFTER INSERT ON `budgets` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `budgets_update_revises` AFTER UPDATE ON `budgets` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `budgets_delete_revises` AFTER DELETE ON `budgets` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `rate_limits_insert_revises` AFTER INSERT ON `rate_limits` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `rate_limits_update_revises` AFTER UPDATE ON `rate_limits` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;
--> statement-breakpoint
CREATE TRIGGER IF NOT EXISTS `rate_limits_delete_revises` AFTER DELETE ON `rate_limits` BEGIN UPDATE `configuration_revisions` SET `revision` = random() & 9007199254740991 WHERE `id` = 1; END;