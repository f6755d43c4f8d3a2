import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view
    readonly property int count: view.items.length
    readonly property bool twoColumns: count > 4
    readonly property int lines: twoColumns ? Math.ceil(count / 2) : count

    title: view.title
    lead: view.lead

    Grid {
        id: list
        anchors.fill: parent
        columns: page.twoColumns ? 2 : 1
        columnSpacing: Theme.mm(6)
        rowSpacing: Theme.mm(4)

        Repeater {
            model: page.view.items
            delegate: TickLine {
                required property var modelData
                objectName: modelData.name
                key: modelData.argument
                text: modelData.label
                detail: modelData.detail
                grave: modelData.grave
                nameEm: page.twoColumns ? 7.5 : 8.5
                shown: page.view.shown
                hidden: page.view.hidden
                width: (list.width - (list.columns - 1) * list.columnSpacing) / list.columns
                height: Math.min(Theme.mm(page.twoColumns ? 44 : 34),
                    (list.height - (page.lines - 1) * list.rowSpacing) / page.lines)
            }
        }
    }
}
