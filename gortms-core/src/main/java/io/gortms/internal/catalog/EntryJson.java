package io.gortms.internal.catalog;

import io.gortms.DomainSettings;
import io.gortms.GroupSettings;
import io.gortms.QueueSettings;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in {@code domain.json} and {@code queue.json}; their names are those of their directories. */
final class EntryJson {

    private static final ValueType<Long> HEX =
            new ValueType<>(HexFormat.of()::toHexDigits, text -> HexFormat.fromHexDigitsToLong((String) text));

    private EntryJson() {}

    static Map<String, Object> encode(DomainEntry domain) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("settings", SettingsJson.DOMAIN.encode(domain.settings()));
        fields.put("routing", RoutingJson.encode(domain.routing()));
        return fields;
    }

    static DomainEntry domain(String name, Fields fields) {
        return fields.whole(() -> readDomain(name, fields));
    }

    private static DomainEntry readDomain(String name, Fields fields) {
        Fields settings = fields.object("settings");
        return new DomainEntry(
                name,
                DomainSettings.of(options -> SettingsJson.DOMAIN.decode(settings, options)),
                fields.has("routing") ? RoutingJson.routing(fields.object("routing")) : RoutingEntry.NONE);
    }

    static Map<String, Object> encode(QueueEntry queue) {
        List<Object> groups = new ArrayList<>();
        queue.groups().values().forEach(group -> groups.add(encode(group)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("uid", HEX.encode(queue.uid()));
        fields.put("settings", SettingsJson.QUEUE.encode(queue.settings()));
        fields.put("nextGroupId", queue.nextGroupId());
        fields.put("groups", groups);
        return fields;
    }

    static QueueEntry queue(String domain, String name, Fields fields) {
        return fields.whole(() -> readQueue(domain, name, fields));
    }

    private static QueueEntry readQueue(String domain, String name, Fields fields) {
        Fields settings = fields.object("settings");
        QueueSettings queueSettings = QueueSettings.of(options -> SettingsJson.QUEUE.decode(settings, options));
        Map<String, GroupEntry> groups = new TreeMap<>();
        for (Fields group : fields.objects("groups")) {
            GroupEntry entry = group(group, queueSettings.persistent());
            groups.put(entry.name(), entry);
        }
        return new QueueEntry(
                domain, name, fields.as("uid", HEX), queueSettings, fields.smallNumber("nextGroupId"), groups);
    }

    private static Map<String, Object> encode(GroupEntry group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", group.name());
        fields.put("id", group.id());
        fields.put("startPosition", group.startPosition());
        fields.put("settings", SettingsJson.GROUP.encode(group.settings()));
        return fields;
    }

    private static GroupEntry group(Fields fields, boolean persistent) {
        Fields settings = fields.object("settings");
        return new GroupEntry(
                fields.smallNumber("id"),
                fields.text("name"),
                GroupSettings.of(options -> SettingsJson.GROUP.decode(settings, options)),
                persistent ? fields.number("startPosition") : 0);
    }
}
