import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view
    readonly property int lines: Math.max(3, Math.ceil(view.members.length / 2))

    title: view.title
    lead: view.lead

    Grid {
        id: grid
        anchors.fill: parent
        columns: 2
        columnSpacing: Theme.mm(6)
        rowSpacing: Theme.mm(3.5)

        Repeater {
            model: page.view.members
            delegate: TickLine {
                required property var modelData
                objectName: modelData.name
                key: modelData.argument
                text: modelData.label
                detail: modelData.detail
                width: (grid.width - Theme.mm(6)) / 2
                height: Math.min(Theme.mm(30), (grid.height - (page.lines - 1) * Theme.mm(3.5)) / page.lines)
            }
        }
    }
}
