import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    ScrollArea {
        id: list
        anchors.fill: parent

        Grid {
            columns: 2
            columnSpacing: Theme.mm(6)
            rowSpacing: Theme.mm(4)

            Repeater {
                model: page.view.members
                delegate: TickLine {
                    required property var modelData
                    objectName: modelData.name
                    key: modelData.argument
                    text: modelData.label
                    detail: modelData.detail
                    single: page.view.oneOnly
                    width: (list.room - Theme.mm(6)) / 2
                    nameEm: page.view.members.length > 4 ? 8.5 : 10
                    height: Theme.mm(page.view.members.length > 6 ? 26 : page.view.members.length > 4 ? 31 : 40)
                }
            }
        }
    }
}
