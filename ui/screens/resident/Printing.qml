import QtQuick
import "../../theme"
import "../../widgets"

Item {
    id: page
    required property var view
    readonly property bool stopped: view.stopped.title !== undefined

    PicturePage {
        anchors.fill: parent
        visible: !page.stopped
        title: page.view.title
        lead: page.view.certificate
        picture: CloseUp {
            part: "output"
            caption: page.view.caption
            kind: "paper"
        }

        Row {
            spacing: Theme.mm(3)
            Repeater {
                model: page.view.sheetsAll
                delegate: Rectangle {
                    required property int index
                    width: Theme.mm(14)
                    height: Theme.mm(19)
                    radius: Theme.mm(1.5)
                    color: index < page.view.sheetsDone ? Theme.good : Theme.surface
                    border.width: Theme.mm(0.6)
                    border.color: index < page.view.sheetsDone ? Theme.good : Theme.border
                    OneLine {
                        anchors.centerIn: parent
                        words: parent.index < page.view.sheetsDone ? "✓" : String(parent.index + 1)
                        em: 8
                        font.bold: true
                        color: parent.index < page.view.sheetsDone ? Theme.inkOnPrimary : Theme.inkSoft
                        Accessible.ignored: true
                    }
                }
            }
        }
        Prose {
            words: page.view.cancelling === "" ? page.view.sheets : page.view.cancelling
            em: 8.5
            font.bold: true
            width: parent.width
        }
        Prose {
            words: page.view.lead
            width: parent.width
            color: Theme.inkSoft
        }
    }
    Loader {
        anchors.fill: parent
        active: page.stopped
        sourceComponent: PrintStopped {
            stopped: page.view.stopped
            sheets: page.view.cancelling === "" ? page.view.sheets : page.view.cancelling
            cancelling: page.view.cancelling !== ""
        }
    }
}
